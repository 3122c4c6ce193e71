// <kpi-chart options="ID"> draws the ECharts options in the JSON script tag #ID; it starts and stops itself, so charts
// that htmx swaps in or out just work. Texts come ready from the server: `text` of a data item, `labels` of an axis,
// `words` of a mark, which the tooltip says at every place from the mark to its `until`.
(() => {
  const library = document.currentScript.dataset.echarts;
  let loading;
  const load = () => (loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: library, onload: () => resolve(window.echarts), onerror: reject });
    document.head.append(script);
  }));

  // "var(--k-…)" becomes the theme's colour; axis labels and data labels become their ready texts.
  const ready = (value, style) => {
    if (Array.isArray(value)) return value.map((item) => ready(item, style));
    if (typeof value === "string" && value.startsWith("var(")) return style.getPropertyValue(value.slice(4, -1)).trim();
    if (value === null || typeof value !== "object") return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ready(item, style)]));
    if (copy.labels) copy.formatter = (_, index) => copy.labels[index] ?? "";
    if (copy.label?.show) copy.label.formatter = (item) => item.data.text;
    return copy;
  };
  const words = (text) => Object.assign(document.createElement("span"), { textContent: text });
  const tooltip = (items, marks) => {
    const list = Array.isArray(items) ? items : [items];
    const box = document.createElement("div");
    box.append(Object.assign(words(list[0].name), { className: "fw-bold" }));
    for (const item of list) {
      if (!item.data?.text) continue;
      const line = document.createElement("div");
      line.innerHTML = item.marker;
      line.append(words(`${item.seriesName} `), Object.assign(words(item.data.text), { className: "fw-bold" }));
      box.append(line);
    }
    const at = list[0].dataIndex;
    for (const mark of marks) {
      if (mark.xAxis <= at && at <= (mark.until ?? mark.xAxis)) box.append(Object.assign(words(mark.words), { className: "k-tooltip-mark" }));
    }
    return box;
  };

  const themed = new Set();
  new MutationObserver(() => themed.forEach((chart) => chart.draw())).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });

  customElements.define("kpi-chart", class extends HTMLElement {
    static observedAttributes = ["options"];
    async connectedCallback() {
      const library = await load();
      if (!this.isConnected || this.chart) return;
      this.chart = library.init(this, null, { renderer: "svg" });
      this.resizing = new ResizeObserver(() => this.chart.resize());
      this.resizing.observe(this);
      this.watching = new MutationObserver(() => this.draw());
      this.watching.observe(document.getElementById(this.getAttribute("options")), { childList: true, characterData: true, subtree: true });
      themed.add(this);
      this.draw();
    }
    draw() {
      const source = document.getElementById(this.getAttribute("options"));
      if (!this.chart || !source) return;
      const style = getComputedStyle(this);
      const options = ready(JSON.parse(source.textContent), style);
      const marks = options.series.flatMap((one) => one.markLine?.data ?? []);
      options.tooltip = { ...options.tooltip, formatter: (items) => tooltip(items, marks), confine: true, className: "k-tooltip", backgroundColor: style.getPropertyValue("--k-surface"), borderColor: style.getPropertyValue("--k-line-strong"), textStyle: { color: style.getPropertyValue("--k-ink") } };
      options.legend = { ...options.legend, textStyle: { color: style.getPropertyValue("--k-soft") } };
      options.textStyle = { fontFamily: style.fontFamily };
      options.animation = !matchMedia("(prefers-reduced-motion: reduce)").matches && !this.drawn;
      this.chart.setOption(options, { notMerge: true });
      this.drawn = true;
    }
    disconnectedCallback() {
      this.chart?.dispose();
      this.resizing?.disconnect();
      this.watching?.disconnect();
      themed.delete(this);
      this.chart = this.drawn = undefined;
    }
  });
})();
