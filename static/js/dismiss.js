// Takes a message away and gives the focus to what follows it.
export function start(button) {
  button.addEventListener("click", () => {
    const message = button.closest("[data-dismissable]");
    const main = document.getElementById("main");
    message.remove();
    main?.focus({ preventScroll: true });
  });
}
