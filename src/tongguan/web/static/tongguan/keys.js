// Work by keyboard: j and k move, x picks, a letter does what carries it as data-key; ? shows all keys and switches them off.
(() => {
  const OFF = "tongguan-keys-off";
  const help = document.getElementById("keys");
  const rows = () => [...document.querySelectorAll("tr.pick")];
  const current = () => document.querySelector("tr.pick.current");

  const move = (step) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.findIndex((row) => row.classList.contains("current"));
    const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
    all.forEach((row) => row.classList.remove("current"));
    next.classList.add("current");
    next.querySelector("a").focus();
    return true;
  };

  const pick = (always) => {
    const box = current()?.querySelector("input[type=checkbox]");
    if (box) box.checked = always || !box.checked;
    return Boolean(box);
  };

  const act = (key) => {
    const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!found) return false;
    for (let fold = found.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (found.matches("input, select, textarea")) found.focus();
    else {
      if (found.matches("[data-picked]") && !document.querySelector("tr.pick input:checked")) pick(true);
      found.click();
    }
    return true;
  };

  const keys = {
    j: () => move(1) || act("j"),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    x: () => pick(false),
    "?": () => { help.showModal(); return true; },
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=checkbox]), select, textarea");
    // A field that was folded away keeps the focus until the next frame: nobody types in it.
    const typing = field?.checkVisibility() ? field : null;
    if (event.key === "Escape" && typing) typing.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !help || help.open) return;
    if (localStorage.getItem(OFF) && event.key !== "?") return;
    const done = keys[event.key] ? keys[event.key]() : event.key.length === 1 && act(event.key);
    if (done) event.preventDefault();
  });

  const on = help?.querySelector("input");
  if (on) {
    on.checked = !localStorage.getItem(OFF);
    on.addEventListener("change", () => on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"));
  }
  document.querySelectorAll("[data-help]").forEach((each) => each.addEventListener("click", () => help.showModal()));
})();
