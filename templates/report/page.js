/* Controls that the page gains where scripts run. Plain ASCII; its digest stands in the page's policy. */
(() => {
  "use strict";
  const SORTED_FROM = 4, FILTERED_FROM = 6, CHOSEN_UP_TO = 12;
  const root = document.documentElement;
  const language = root.lang;
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const counted = new Intl.NumberFormat(language === "en" ? "en-GB" : language);
  const controlled = [];
  let said = {};

  const made = (tag, attributes, ...inner) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inner);
    return element;
  };
  const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  /* Words without case, accents, ligatures and the several kinds of spaces and apostrophes. */
  const folded = (words) =>
    words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/\u0153/g, "oe").replace(/\u00e6/g, "ae").replace(/[\u2018\u2019]/g, "'").replace(/\s+/g, " ").trim();

  /* A number as the page writes it: 1,234.5 % in English, 1 234,5 % in French. NaN where it is none. */
  const number = (words) => {
    const bare = words.replace(/[\s\u00a0\u202f%]/g, "").replace("\u2212", "-");
    const plain = language === "fr" ? bare.replace(",", ".") : bare.replace(/,(?=\d{3})/g, "");
    const [, beyond, figure] = /^([<>]?)([+-]?\d+(?:\.\d+)?)$/.exec(plain) || [];
    return figure === undefined ? NaN : Number(figure) + ({ "<": -1e-9, ">": 1e-9 }[beyond] || 0);
  };

  /* What a cell is sorted by: its data-value, else its figure or words. Null where it says nothing. */
  const valueOf = (cell) => {
    const given = cell.dataset.value;
    const words = (given === undefined ? cell.textContent : given).trim();
    if (words === "" || words === "\u2013") return null;
    const figure = given === undefined ? number(words) : Number(words);
    return Number.isNaN(figure) ? words : figure;
  };
  const ordered = (one, other) => {
    if (typeof one === "number" && typeof other === "number") return one - other;
    if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
    return compare(one, other);
  };

  /* What a table stands under: the line that it unfolds from, or the heading before it. */
  const titled = (table) => {
    const unfolded = table.closest("details:not(.record)");
    if (unfolded) return unfolded.querySelector("summary").textContent.trim();
    for (let at = table.closest(".scroll"); at && at.tagName !== "SECTION"; at = at.parentElement) {
      for (let before = at.previousElementSibling; before; before = before.previousElementSibling) {
        const head = /^H[1-6]$/.test(before.tagName) ? before : before.querySelector("h2, h1");
        if (head) return head.textContent.trim();
      }
    }
    return "";
  };

  class Control {
    constructor(table) {
      this.table = table;
      this.heads = [...table.tHead.rows[0].cells];
      this.names = this.heads.map((head) => head.textContent.trim());
      /* Where rows stand in groups, whole groups are shown or hidden, and keep their order. */
      this.grouped = table.tBodies.length > 1 || table.querySelector("tbody [rowspan], tbody [colspan]") !== null;
      this.rows = this.grouped ? [...table.tBodies] : [...table.tBodies[0].rows];
      this.body = this.grouped ? table : table.tBodies[0];
      this.words = this.rows.map((row) => folded(row.textContent));
      this.sorting = null;
      this.choices = new Map();
      if (!this.grouped) this.heads.forEach((head, column) => this.sortable(head, column));
      this.order = table.closest(".scroll").appendChild(made("p", { class: "unseen", role: "status" }));
      if (this.rows.length >= FILTERED_FROM) this.addTools();
    }

    sortable(head, column) {
      const button = made("button", { type: "button", class: "sort" }, ...head.childNodes);
      const arrow = made("span", { class: "arrow", "aria-hidden": "true" });
      if (head.classList.contains("number")) button.prepend(arrow);
      else button.append(arrow);
      head.append(button);
      button.addEventListener("click", () => this.turn(column));
    }

    /* Once up, once down, then as the report has it. */
    turn(column) {
      const down = this.sorting !== null && this.sorting[0] === column ? !this.sorting[1] : false;
      const off = this.sorting !== null && this.sorting[0] === column && this.sorting[1];
      this.sort(off ? null : [column, down]);
      this.order.textContent = off
        ? said.unsorted
        : filled(down ? said.descending : said.ascending, { column: this.names[column] });
      save();
    }

    sort(sorting) {
      this.sorting = sorting;
      this.heads.forEach((head, column) => {
        if (sorting !== null && sorting[0] === column) {
          head.setAttribute("aria-sort", sorting[1] ? "descending" : "ascending");
        } else head.removeAttribute("aria-sort");
      });
      const rows = [...this.rows];
      if (sorting !== null) {
        const [column, down] = sorting;
        const values = new Map(rows.map((row) => [row, valueOf(row.cells[column])]));
        rows.sort((one, other) => {
          const [first, second] = [values.get(one), values.get(other)];
          if (first === null || second === null) return (first === null) - (second === null);
          return down ? ordered(second, first) : ordered(first, second);
        });
      }
      this.body.append(...rows, ...(this.none ? [this.none] : []));
    }

    addTools() {
      this.input = made("input", { type: "search", autocomplete: "off", spellcheck: "false" });
      this.input.addEventListener("input", () => this.changed());
      this.reset = made("button", { type: "button", class: "reset" }, said.all);
      this.reset.addEventListener("click", () => this.clear());
      this.status = made("p", { class: "count", role: "status" });
      const row = made("tr", { class: "none" }, made("td", { colspan: String(this.heads.length) }, said.none));
      this.none = this.grouped ? made("tbody", {}, row) : row;
      this.none.hidden = true;
      this.body.append(this.none);
      const tools = made("div", { class: "tools", role: "group" },
        made("label", { class: "tool wide" }, made("span", {}, said.filter), this.input));
      tools.setAttribute("aria-label", this.table.getAttribute("aria-label"));
      this.heads.forEach((head, column) => {
        const choice = "choice" in head.dataset && !this.grouped ? this.choice(column) : null;
        if (choice) tools.append(choice);
      });
      tools.append(this.status, this.reset);
      this.table.closest(".scroll").before(tools);
      this.filter();
    }

    choice(column) {
      const found = new Map();
      for (const row of this.rows) {
        const cell = row.cells[column], words = cell.textContent.trim();
        if (words && !found.has(words)) found.set(words, valueOf(cell));
      }
      if (found.size < 2 || found.size > CHOSEN_UP_TO) return null;
      const sorted = [...found].sort((one, other) =>
        one[1] === null || other[1] === null ? (one[1] === null) - (other[1] === null) : ordered(one[1], other[1]));
      const select = made("select", {}, made("option", { value: "" }, said.any));
      for (const [words] of sorted) select.append(made("option", { value: words }, words));
      select.addEventListener("change", () => this.changed());
      this.choices.set(column, select);
      return made("label", { class: "tool" }, made("span", {}, this.names[column]), select);
    }

    changed() {
      this.filter();
      save();
    }

    clear() {
      this.input.value = "";
      for (const select of this.choices.values()) select.value = "";
      this.changed();
      this.input.focus();
    }

    filter() {
      const wanted = folded(this.input.value).split(" ").filter(Boolean);
      const chosen = [...this.choices].filter(([, select]) => select.value);
      let shown = 0;
      this.rows.forEach((row, place) => {
        const fits = wanted.every((word) => this.words[place].includes(word)) &&
          chosen.every(([column, select]) => row.cells[column].textContent.trim() === select.value);
        row.hidden = !fits;
        shown += fits;
      });
      const active = wanted.length > 0 || chosen.length > 0;
      this.none.hidden = shown > 0;
      this.reset.disabled = !active;
      this.table.toggleAttribute("data-filtered", active);
      this.status.parentElement.toggleAttribute("data-filtered", active);
      this.status.textContent = shown
        ? filled(said.shown, { n: counted.format(shown), all: counted.format(this.rows.length) })
        : said.none;
    }

    get state() {
      const chosen = [...this.choices].filter(([, select]) => select.value).map(([at, select]) => [at, select.value]);
      const words = this.input ? this.input.value : "";
      return this.sorting || words || chosen.length ? { sorting: this.sorting, words, chosen } : null;
    }

    set state({ sorting, words, chosen }) {
      if (sorting && sorting[0] < this.heads.length) this.sort(sorting);
      if (!this.input) return;
      this.input.value = words;
      for (const [column, value] of chosen) if (this.choices.has(column)) this.choices.get(column).value = value;
      this.filter();
    }
  }

  /* What was sorted and filtered stays with the entry of the browser's history: nothing is written anywhere else. */
  const save = () => history.replaceState({ tables: controlled.map((control) => control.state) }, "");
  const restore = () => {
    const kept = history.state && history.state.tables;
    if (kept && kept.length === controlled.length) {
      kept.forEach((state, place) => { if (state) controlled[place].state = state; });
    }
  };

  /* On narrow screens rows are cards: each cell is labelled there, and stays a cell for those who listen. */
  const label = (table) => {
    const heads = table.tHead.rows[0], names = [...heads.cells].map((head) => head.textContent.trim());
    const roles = [[table, "table"], [table.tHead, "rowgroup"], [heads, "row"]];
    for (const head of heads.cells) roles.push([head, "columnheader"]);
    for (const body of table.tBodies) {
      roles.push([body, "rowgroup"]);
      for (const row of body.rows) {
        roles.push([row, "row"]);
        [...row.cells].forEach((cell, column) => {
          roles.push([cell, cell.tagName === "TH" ? "rowheader" : "cell"]);
          if (cell.tagName === "TH" || cell.colSpan > 1 || cell.classList.contains("ref") || !cell.hasChildNodes()) return;
          cell.dataset.label = names[column] || "";
          if (cell.children.length) cell.replaceChildren(made("div", {}, ...cell.childNodes));
        });
      }
    }
    for (const [element, role] of roles) element.setAttribute("role", role);
    table.classList.add("cards");
  };

  const tables = () => {
    for (const table of document.querySelectorAll(".scroll > table")) {
      if (!table.tHead || table.tHead.rows.length !== 1) continue;
      table.setAttribute("aria-label", titled(table));
      if (table.tHead.rows[0].cells.length > 2) label(table);
      else table.classList.add("narrow");
      const rows = table.tBodies.length > 1 ? table.tBodies.length : table.tBodies[0].rows.length;
      if (!("still" in table.dataset) && rows >= SORTED_FROM) controlled.push(new Control(table));
    }
    restore();
  };

  const contents = () => {
    const nav = document.querySelector(".contents"), list = nav && nav.querySelector("ol");
    if (!list) return;
    const here = made("span", { class: "contents-here" });
    const button = made("button", { type: "button", class: "contents-button", "aria-expanded": "false",
      "aria-controls": list.id }, made("span", {}, nav.dataset.contents), here);
    const open = (wide) => {
      button.setAttribute("aria-expanded", String(wide));
      nav.toggleAttribute("data-open", wide);
    };
    button.addEventListener("click", () => open(!nav.hasAttribute("data-open")));
    nav.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && nav.hasAttribute("data-open")) { open(false); button.focus(); }
    });
    list.before(button);
    const links = new Map([...list.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
    const marked = (id) => {
      for (const [other, link] of links) {
        if (other === id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      here.textContent = links.has(id) ? links.get(id).textContent : "";
    };
    for (const link of links.values()) link.addEventListener("click", () => open(false));
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) marked(entry.target.id);
    }, { rootMargin: "-30% 0px -65% 0px" });
    for (const id of links.keys()) watcher.observe(document.getElementById(id));
  };

  /* What is wider than the screen can be scrolled with the keyboard. */
  const scrollers = () => {
    const watched = [...document.querySelectorAll(".figure, .scroll")];
    const check = () => {
      for (const box of watched) {
        if (box.scrollWidth > box.clientWidth + 1) {
          box.tabIndex = 0;
          box.setAttribute("role", "group");
          box.setAttribute("aria-label", said.wide);
        } else {
          for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
        }
      }
    };
    addEventListener("resize", check);
    check();
  };

  /* On paper nothing can be opened: what is folded is opened for it, and folded again. */
  const printing = () => {
    const opened = [];
    addEventListener("beforeprint", () => {
      for (const folded of document.querySelectorAll("details.record:not([open])")) {
        folded.open = true;
        opened.push(folded);
      }
    });
    addEventListener("afterprint", () => { while (opened.length) opened.pop().open = false; });
  };

  /* A link to a folded record opens it. */
  const unfold = () => {
    const found = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (found && found.tagName === "DETAILS") found.open = true;
  };

  /* Nothing is shown in foreign letters first, which would make the page jump when ours are there. */
  const lettered = () => {
    const late = new Promise((done) => { setTimeout(done, 1000); });
    const shown = () => root.classList.remove("waiting");
    Promise.race([Promise.all([...document.fonts].map((face) => face.load())), late]).then(shown, shown);
  };

  root.classList.add("scripted", "waiting");
  document.addEventListener("DOMContentLoaded", () => {
    said = document.body.dataset;
    lettered();
    tables();
    contents();
    scrollers();
    printing();
    unfold();
    addEventListener("hashchange", () => { unfold(); save(); });
  });
})();
