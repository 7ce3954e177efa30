// [data-copy="<id of a field>"]: copies what stands in the field, or selects it where the browser does not allow that.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const status = document.querySelector("[data-copied]");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = button.dataset.saysDone;
    } catch {
      field.select();
      status.textContent = button.dataset.saysSelected;
    }
  });
}
