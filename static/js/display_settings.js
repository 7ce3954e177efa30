// Contrast, text size and the counter key belong to the device, not to the person: they stay after sign-out.
const root = document.documentElement;

function keep(name, value) {
  try {
    if (value) localStorage.setItem(`display:${name}`, value);
    else localStorage.removeItem(`display:${name}`);
  } catch {
    // Storage is forbidden here: the choice holds for this page.
  }
}

function kept(name) {
  try {
    return localStorage.getItem(`display:${name}`) ?? "";
  } catch {
    return "";
  }
}

export function start(panel) {
  const contrast = panel.querySelector('[name="display-contrast"]');
  contrast.checked = root.dataset.contrast
    ? root.dataset.contrast === "high"
    : matchMedia("(prefers-contrast: more)").matches;
  contrast.addEventListener("change", () => {
    root.dataset.contrast = contrast.checked ? "high" : "normal";
    keep("contrast", root.dataset.contrast);
  });

  for (const size of panel.querySelectorAll('[name="display-text"]')) {
    size.checked = size.value === (root.dataset.text ?? "");
    size.addEventListener("change", () => {
      if (size.value) root.dataset.text = size.value;
      else delete root.dataset.text;
      keep("text", size.value);
    });
  }

  const key = panel.querySelector('[name="display-counter-key"]');
  key.value = kept("counter-key") || key.value;
  key.addEventListener("change", () => keep("counter-key", key.value));
}
