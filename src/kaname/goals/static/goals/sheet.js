// <target-sheet> around the form of a sheet: a changed cell is sent by itself, the server answers with the whole sheet,
// and the cell that had the focus has it again, with what was typed there meanwhile. Enter and the arrows up and down
// move between rows.
class TargetSheet extends HTMLElement {
  connectedCallback() {
    for (const type of ["change", "keydown", "focusin", "focusout"]) this.addEventListener(type, this);
  }
  handleEvent(event) {
    const cell = event.target.closest("input[data-row]");
    if (event.type === "focusin") TargetSheet.focused = cell;
    else if (cell && event.type === "change") this.send(cell);
    else if (cell && event.type === "keydown") this.move(event, cell);
    // What was typed while the sheet was on its way is no change to the browser any more.
    else if (cell?.dataset.unsent && event.type === "focusout") this.send(cell);
  }
  async send(cell) {
    delete cell.dataset.unsent;
    const form = cell.form;
    const values = Object.fromEntries(new FormData(form));
    await htmx.ajax("POST", form.action, { target: "#sheet", swap: "outerHTML", values: { ...values, row: cell.dataset.row, part: cell.dataset.part, value: cell.value } });
    if (TargetSheet.focused) TargetSheet.backTo(TargetSheet.focused, cell);
  }
  static backTo(before, sent) {
    const again = document.querySelector(`#sheet input[data-row="${CSS.escape(before.dataset.row)}"][data-part="${before.dataset.part}"]`);
    if (!again || again === before) return;
    again.focus();
    if (before === sent || before.value === before.defaultValue) return again.select();
    again.value = before.value;
    again.dataset.unsent = "1";
  }
  move(event, cell) {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    const column = [...this.querySelectorAll(`input[data-part="${cell.dataset.part}"]`)];
    const next = column[column.indexOf(cell) + step] ?? cell;
    if (next === cell && cell.value !== cell.defaultValue) this.send(cell);
    next.focus();
    next.select();
  }
}
customElements.define("target-sheet", TargetSheet);
