// The portal's form: what is being typed is never overwritten by an answer that comes late, and codes are picked from a list.
htmx.registerExtension("entry", {
  // Values, open parts and the list's marks belong to the reader; the server says everything else.
  htmx_before_morph_attr: (element, { attrName }) => {
    if (!element.closest("#work")) return true;
    if (element.tagName === "DETAILS") return attrName !== "open";
    if (element.tagName !== "INPUT" || element.type === "hidden") return true;
    return !["value", "aria-expanded", "aria-activedescendant"].includes(attrName);
  },
});

// A field that is asked for is remembered beside the list that offers it, so that the list can offer the others.
document.addEventListener("change", (event) => {
  const offered = event.target;
  if (!offered.matches("[data-also]") || !offered.value) return;
  const asked = document.createElement("input");
  asked.type = "hidden";
  asked.name = "also";
  asked.value = offered.value;
  document.getElementById("also").append(asked);
  offered.selectedIndex = 0;
});

// What was typed is kept before anything else leaves the page (lines, papers, a link): one queue with the page's own saves.
(() => {
  const entry = () => document.getElementById("entry");
  let isTyped = false;
  let underway = 0;
  let isLeaving = false;
  const on = (name, act) => document.addEventListener(name, (event) => event.target === entry() && act(event));
  const ended = () => new Promise((done) => document.addEventListener("htmx:finally:request", done, { once: true }));
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      if (event.target.form !== entry()) return;
      isTyped = true;
      isLeaving = false;
    });
  }
  on("htmx:config:request", (event) => {
    // A save that only now begins would change the draft behind the next page.
    if (isLeaving) event.preventDefault();
    else isTyped = false;
  });
  on("htmx:before:request", () => (underway += 1));
  on("htmx:finally:request", () => (underway -= 1));

  const kept = async () => {
    while (underway) await ended();
    if (isTyped) await fetch(entry().action, { method: "POST", body: new FormData(entry()), headers: { "HX-Request": "true" } });
  };

  const leave = async (event, go) => {
    if (event.defaultPrevented || (!isTyped && !underway)) return;
    event.preventDefault();
    isLeaving = true;
    await kept().catch(() => {}); // Without a line the browser itself says that the next page cannot be had.
    isTyped = false;
    go();
  };

  document.addEventListener("submit", (event) => {
    // The form's own buttons carry all that is typed.
    if (event.target !== entry()) leave(event, () => event.target.requestSubmit(event.submitter));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isHere = !link || link.target || link.getAttribute("href").startsWith("#");
    if (!isHere && !event.ctrlKey && !event.metaKey && !event.shiftKey) leave(event, () => location.assign(link.href));
  });
})();

// Codes (combobox of the ARIA practices): typing searches on the server, arrows move, Enter takes, Escape closes.
(() => {
  const list = document.getElementById("codes");
  let box = null;
  let turn = 0;
  const options = () => [...list.querySelectorAll("[data-code]")];
  const marked = () => list.querySelector("[aria-selected=true]");

  const close = () => {
    turn += 1;
    list.hidden = true;
    if (box) {
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    }
    box = null;
  };

  const mark = (option) => {
    options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    if (!option) return;
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const ask = async (input) => {
    const now = ++turn;
    box = input;
    const typed = input.value.split(",").pop().trim();
    const response = await fetch(`/portal/codes/${input.dataset.table}?q=${encodeURIComponent(typed)}`);
    if (!response.ok || now !== turn) return;
    list.innerHTML = await response.text();
    const { left, bottom, width } = input.getBoundingClientRect();
    list.style.left = `${Math.max(0, Math.min(left, document.documentElement.clientWidth - Math.max(width, 280)) + scrollX)}px`;
    list.style.top = `${bottom + scrollY + 2}px`;
    list.style.minWidth = `${width}px`;
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  };

  const take = (option) => {
    const input = box;
    const before = input.value.includes(",") ? `${input.value.slice(0, input.value.lastIndexOf(","))},` : "";
    input.value = before + option.dataset.code;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("input", (event) => event.target.matches("[data-table]") && ask(event.target));
  document.addEventListener("focusout", (event) => event.target === box && close());
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-code]");
    if (option && box) take(option);
  });
  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches("[data-table]") || event.isComposing) return;
    const isOpen = box === input && !list.hidden;
    if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (marked()) take(marked());
      else close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) {
        ask(input);
        return;
      }
      const all = options();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = all.indexOf(marked());
      mark(all[from < 0 ? (step > 0 ? 0 : all.length - 1) : (from + step + all.length) % all.length]);
    }
  });
})();
