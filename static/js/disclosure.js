// A button that opens the element it controls. Without JavaScript the element is simply open.
export function start(button) {
  const target = document.getElementById(button.getAttribute("aria-controls"));
  const toggle = (open) => {
    target.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => toggle(button.getAttribute("aria-expanded") !== "true"));
  for (const element of [button, target]) {
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
      toggle(false);
      button.focus();
    });
  }
}
