// Shows a password while it is being typed. The label stays; aria-pressed says which state it is.
export function start(button) {
  const field = button.parentElement.querySelector("input");
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.textContent = shown ? button.dataset.show : button.dataset.hide;
  });
  field.form?.addEventListener("submit", () => {
    field.type = "password"; // or the browser keeps it among the words it suggests
  });
}
