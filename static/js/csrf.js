// Pages that are the same bytes for everybody hold no token: it is read from the cookie when a form is sent.
export function csrfToken() {
  const cookie = /(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? decodeURIComponent(cookie[1]) : "";
}

export function start(form) {
  form.addEventListener("submit", () => {
    let field = form.elements.csrfmiddlewaretoken;
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "csrfmiddlewaretoken";
      form.append(field);
    }
    field.value ||= csrfToken();
  });
}
