// The mapping's form saves itself on every change. Two parts of it do not: the YAML being edited, and a mapping file, which
// is taken at once.
document.addEventListener("change", (event) => {
  const own = event.target.closest?.("[data-own]");
  if (!own) return;
  event.stopPropagation();
  if (own.type === "file" && own.files.length) own.form.querySelector('[name="do"][value="yaml"]').click();
}, true);
