// How many of the questions have an answer, beside the button that hands them in.
export function start(status) {
  const form = status.closest("form");
  const count = () => {
    const questions = [...form.querySelectorAll("fieldset.question")];
    const answered = questions.filter((question) => question.querySelector(":checked")).length;
    status.textContent = status.dataset.answerCount
      .replace("__answered__", String(answered))
      .replace("__total__", String(questions.length));
  };
  form.addEventListener("change", count);
  form.addEventListener("autosave:restored", count);
  count();
}
