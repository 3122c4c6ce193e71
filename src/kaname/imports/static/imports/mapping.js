// The mapping's form saves itself on every change. Two parts of it do not: the YAML being edited, and a mapping file, which
// is taken at once.
document.addEventListener("change", (event) => {
  const own = event.target.closest?.("[data-own]");
  if (!own) return;
  event.stopPropagation();
  if (own.type === "file" && own.files.length) own.form.querySelector('[name="do"][value="yaml"]').click();
}, true);
// Leaving a field saves the form as well. What comes back must not take the button away from under the pointer that is
// pressing it: the press would be lost.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id === "editor" && event.target.querySelector("button:active")) event.detail.shouldSwap = false;
});
