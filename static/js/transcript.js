// The transcript beside a player: follows what is said, jumps to a line, finds words in it.

export class Transcript {
  constructor(root, jump) {
    this.list = root.querySelector("[data-transcript]");
    this.lines = [...this.list.querySelectorAll("[data-from]")];
    this.search = root.querySelector("[data-transcript-search]");
    this.found = root.querySelector("[data-transcript-found]");
    this.words = root.dataset.saysFound;
    this.lastTouched = 0;
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("[data-from]");
      if (line) jump(Number(line.dataset.from) / 1000);
    });
    // Whoever scrolls or moves by keyboard reads for themselves; it follows again a moment later.
    for (const kind of ["wheel", "touchmove", "keydown"]) {
      this.list.addEventListener(kind, () => (this.lastTouched = Date.now()), { passive: true });
    }
    this.search?.addEventListener("input", () => this.#find());
  }

  /** The line that is said at this moment becomes the current one. */
  follow(seconds) {
    const now = seconds * 1000;
    let current = null;
    for (const line of this.lines) if (Number(line.dataset.from) <= now + 50) current = line;
    if (current === this.current) return;
    this.current?.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "true");
    this.current = current;
    if (current && !this.search?.value && Date.now() - this.lastTouched > 4000) this.#show(current);
  }

  // Only the list scrolls, never the page under the reader.
  #show(line) {
    const row = line.parentElement;
    this.list.scrollTop = row.offsetTop - this.list.offsetTop - this.list.clientHeight / 3;
  }

  #find() {
    const wanted = this.search.value.trim().toLocaleLowerCase();
    let count = 0;
    for (const line of this.lines) {
      const fits = !wanted || line.textContent.toLocaleLowerCase().includes(wanted);
      line.parentElement.hidden = !fits;
      if (fits) count += 1;
    }
    this.found.textContent = wanted ? this.words.replace("__count__", count) : "";
  }
}
