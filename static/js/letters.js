// Says how many letters of a line are left, counted as a reader sees them; spoken only when it gets too long.
export function start(field) {
  const most = Number(field.dataset.letters);
  const line = document.createElement("p");
  line.className = "letters_left";
  line.setAttribute("role", "status");
  field.after(line);
  const segmenter = "Segmenter" in Intl ? new Intl.Segmenter("ko", { granularity: "grapheme" }) : null;
  const count = (text) => (segmenter ? [...segmenter.segment(text)].length : [...text].length);
  const show = () => {
    const letters = count(field.value.normalize("NFC").trim());
    line.setAttribute("aria-live", letters > most ? "polite" : "off");
    line.classList.toggle("letters_left--over", letters > most);
    line.textContent = `${letters} / ${most}`;
  };
  field.addEventListener("input", show);
  show();
}
