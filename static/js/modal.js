// Opens a <dialog>; its own forms with method="dialog" close it and the browser gives the focus back.
export function start(button) {
  const dialog = document.getElementById(button.dataset.opens);
  button.addEventListener("click", () => dialog.showModal());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
}
