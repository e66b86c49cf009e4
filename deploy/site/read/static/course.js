// The theme drops the focus when a menu opens or closes; with it on the button, the arrow keys move in the menu.
for (const moment of ["shown", "hidden"]) {
  document.addEventListener(`${moment}.bs.dropdown`, ({ target }) => setTimeout(() => {
    const now = document.activeElement;
    if (now === document.body || target.parentElement.contains(now)) target.focus();
  }));
}
