// <target-grid> around a table of inputs: cells pasted from a spreadsheet fill rows and columns from the focused one;
// Enter and the arrows up and down move between rows.
class TargetGrid extends HTMLElement {
  connectedCallback() {
    this.addEventListener("paste", this);
    this.addEventListener("keydown", this);
  }
  handleEvent(event) {
    const input = event.target.closest("input");
    if (!input) return;
    if (event.type === "paste") this.paste(event, input);
    else this.move(event, input);
  }
  rows() { return [...this.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]); }
  place(input) {
    const rows = this.rows();
    const row = rows.findIndex((cells) => cells.includes(input));
    return { rows, row, column: rows[row].indexOf(input) };
  }
  paste(event, input) {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const { rows, row, column } = this.place(input);
    text.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
      const cell = rows[row + down]?.[column + right];
      if (cell) cell.value = value.trim();
    }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  move(event, input) {
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    const { rows, row, column } = this.place(input);
    const cell = rows[row + step]?.[column];
    cell?.focus();
    cell?.select();
  }
}
customElements.define("target-grid", TargetGrid);
