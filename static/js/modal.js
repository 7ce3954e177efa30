// Opens a <dialog>: data-opens="<id>". Its own forms with method="dialog" close it and the browser gives the focus back.
// Heard at the document, so that a button works from the moment htmx has put it there.
document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  else if (target.matches("dialog[open]") && document.querySelector(`[data-opens="${target.id}"]`)) target.close(); // the backdrop
});
