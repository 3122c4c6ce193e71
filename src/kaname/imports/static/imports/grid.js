// <table data-grid>: a block pasted into a cell fills the cells below and to the right; Enter and the arrows move.
const inputs = (row) => [...row.cells].slice(1).map((cell) => cell.querySelector("input"));

for (const table of document.querySelectorAll("[data-grid]")) {
  const rows = [...table.tBodies[0].rows];
  const place = (input) => { const row = rows.indexOf(input.closest("tr")); return [row, inputs(rows[row]).indexOf(input)]; };
  const at = (row, column) => rows[row] && inputs(rows[row])[column];

  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!event.target.matches("input") || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [row, column] = place(event.target);
    text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, across) => {
      const input = at(row + down, column + across);
      if (input) { input.value = value.trim(); input.dispatchEvent(new Event("input", { bubbles: true })); }
    }));
  });

  table.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (!step || !event.target.matches("input")) return;
    event.preventDefault();
    const [row, column] = place(event.target);
    const next = at(row + step, column);
    if (next) { next.focus(); next.select(); }
    else if (event.key === "Enter") event.target.form.requestSubmit(event.target.form.querySelector("[name=save]"));
  });
}
