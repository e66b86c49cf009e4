#!/usr/bin/env bash
# A hub to try, on this machine only: any name, no password. Ctrl-C stops it; .hub/ keeps its seats and answers.
set -euo pipefail
cd "$(dirname "$0")/../.."
hub="$PWD/.hub"
mkdir -p "$hub/state" "$hub/exchange"
chmod 1777 "$hub/exchange"
export PATH="$hub/venv/bin:$hub/proxy/node_modules/.bin:$PATH"
export KAPCOURSE_HUB_TRY=1 KAPCOURSE_HUB_STATE="$hub/state" KAPCOURSE_HUB_LESSONS="$hub/course/notebooks" KAPCOURSE_HUB_EXCHANGE="$hub/exchange"
port="${PORT:-8000}"
export KAPCOURSE_HUB_ADDRESS="http://127.0.0.1:$port" KAPCOURSE_HUB_PROXY_API="http://127.0.0.1:$((port + 1))"
export KAPCOURSE_HUB_PROXY_TOKEN="${KAPCOURSE_HUB_PROXY_TOKEN:-$(python -c 'import secrets; print(secrets.token_hex(32))')}"
CONFIGPROXY_AUTH_TOKEN="$KAPCOURSE_HUB_PROXY_TOKEN" configurable-http-proxy --ip 127.0.0.1 --port "$port" \
  --api-ip 127.0.0.1 --api-port "$((port + 1))" --default-target "http://127.0.0.1:8081" --error-target "http://127.0.0.1:8081/hub/error" --log-level warn &
trap 'kill $!; wait' EXIT
echo "The hub comes up at $KAPCOURSE_HUB_ADDRESS. Sign in with any name, without a password. Ctrl-C stops it."
jupyterhub -f deploy/hub/jupyterhub_config.py
