#!/bin/sh
# A seat in a pod: its home is a volume, so the way to the lessons is laid whenever it starts.
[ -e "$HOME/lessons" ] || [ -L "$HOME/lessons" ] || ln -s /srv/kapcourse/lessons "$HOME/lessons"
exec jupyterhub-singleuser --MappingKernelManager.cull_idle_timeout=0 --ServerApp.terminals_enabled=False "$@"
