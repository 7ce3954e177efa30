// In a long course the lesson being read may stand below the edge of the outline: bring it into the outline's view.
export function start(outline) {
  const here = outline.querySelector('[aria-current="page"]');
  if (!here || outline.scrollHeight <= outline.clientHeight) return;
  const distance = here.getBoundingClientRect().top - outline.getBoundingClientRect().top;
  outline.scrollTop = distance - outline.clientHeight / 2;
}
