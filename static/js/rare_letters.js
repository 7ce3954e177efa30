// Links the 124 parts of Noto Sans KR once our own font has arrived, so that only letters it lacks (펲, 갂) are fetched.
export async function start(root) {
  await document.fonts.ready;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = root.dataset.rareLetters;
  document.head.append(link);
}
