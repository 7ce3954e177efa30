// Runs before the first paint, so a chosen contrast or text size never flashes. Classic script: modules come too late.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  for (const name of ["contrast", "text"]) {
    try {
      const chosen = localStorage.getItem(`display:${name}`);
      if (chosen) root.dataset[name] = chosen;
    } catch {
      return; // Storage is forbidden here: the page keeps its everyday look.
    }
  }
})();
