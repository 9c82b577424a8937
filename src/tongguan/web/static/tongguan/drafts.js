// The record of a visit survives a bad connection: what is typed is kept, what is sent waits until it is answered.
// Each entry has a key of its own, so that the office answers a repeat once. Pictures wait in the browser's database.
(() => {
  const visit = document.querySelector("[data-visit]");
  if (!visit) return;
  const place = `tongguan:${visit.dataset.visit}`;
  const outbox = document.getElementById("outbox");
  const read = (name, empty) => JSON.parse(localStorage.getItem(`${place}:${name}`) || empty);
  const write = (name, value) => localStorage.setItem(`${place}:${name}`, JSON.stringify(value));
  const key = () => [...crypto.getRandomValues(new Uint8Array(12))].map((each) => each.toString(16).padStart(2, "0")).join("");
  const forms = [...visit.querySelectorAll("form[data-draft]")];
  const own = (name) => name !== "csrfmiddlewaretoken" && name !== "key";
  const typed = (form) => [...new FormData(form)].filter(([name, value]) => own(name) && !(value instanceof File));
  let sending = false;

  const tell = (text) => {
    const waiting = read("outbox", "[]").length;
    outbox.textContent = text || (waiting ? `${waiting} ${visit.dataset.waits}` : visit.dataset.sent);
    outbox.classList.toggle("hold", waiting > 0);
  };

  const keep = (form) => {
    const drafts = read("drafts", "{}");
    drafts[form.dataset.draft] = typed(form);
    write("drafts", drafts);
  };

  const forget = (form) => {
    const drafts = read("drafts", "{}");
    delete drafts[form.dataset.draft];
    write("drafts", drafts);
  };

  const pictures = (mode, act) => new Promise((done, fail) => {
    const opened = indexedDB.open("tongguan", 1);
    opened.onupgradeneeded = () => opened.result.createObjectStore("pictures");
    opened.onerror = () => fail(opened.error);
    opened.onsuccess = () => {
      const work = opened.result.transaction("pictures", mode);
      const asked = act(work.objectStore("pictures"));
      work.oncomplete = () => {
        opened.result.close();
        done(asked.result);
      };
      work.onabort = () => fail(work.error);
    };
  });

  const restore = (form) => {
    for (const [name, value] of read("drafts", "{}")[form.dataset.draft] || []) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio") field.checked = field.value === value;
        else if (field.type === "checkbox") field.checked = field.checked || field.value === value;
        else if (field.type !== "hidden" && field.tagName !== "BUTTON") field.value = value;
      }
    }
  };

  const post = (action, fields) => {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    body.append("csrfmiddlewaretoken", visit.querySelector("[name=csrfmiddlewaretoken]").value);
    return fetch(action, { method: "POST", body, headers: { "X-Draft": "1" }, redirect: "manual" });
  };

  // Answered means taken or refused; anything else is asked again later.
  const answered = (response) => response.ok || response.status === 422;

  const show = (name, said, refused) => {
    const form = forms.find((each) => each.dataset.draft === name);
    const output = form && form.querySelector("output");
    if (output) {
      output.textContent = said;
      output.className = refused ? "refused" : "said";
    }
  };

  const flush = async () => {
    if (sending) return;
    sending = true;
    let reload = false;
    let trouble = "";
    try {
      for (let waiting = read("outbox", "[]"); waiting.length; waiting = read("outbox", "[]")) {
        const [first] = waiting;
        const photo = first.photo ? [["photo", await pictures("readonly", (kept) => kept.get(first.key))]] : [];
        const response = await post(first.action, [...first.fields, ["key", first.key], ...photo]);
        if (response.type === "opaqueredirect" || response.status === 403) trouble = visit.dataset.signedOut;
        if (!answered(response)) break;
        const { said, refused } = await response.json();
        write("outbox", read("outbox", "[]").filter((each) => each.key !== first.key));
        show(first.form, said, refused);
        if (first.photo) await pictures("readwrite", (kept) => kept.delete(first.key));
        if (refused) {
          const drafts = read("drafts", "{}");
          drafts[first.form] = drafts[first.form] || first.fields;
          write("drafts", drafts);
        }
        reload = reload || (first.reload && !refused);
      }
    } catch {
      // No line: the entries stay where they are.
    }
    sending = false;
    tell(trouble);
    if (reload && !read("outbox", "[]").length) location.reload();
  };

  for (const form of forms) {
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = typed(form);
      const { submitter } = event;
      if (submitter && submitter.name) fields.push([submitter.name, submitter.value]);
      const file = form.querySelector("input[type=file]")?.files[0];
      const entry = { key: key(), form: form.dataset.draft, action: form.getAttribute("action"), fields, photo: Boolean(file), reload: "reload" in form.dataset };
      try {
        if (file) await pictures("readwrite", (kept) => kept.put(file, entry.key));
      } catch {
        show(entry.form, visit.dataset.photo, true);
        return;
      }
      write("outbox", [...read("outbox", "[]"), entry]);
      forget(form);
      if (file) form.reset();
      const chip = form.querySelector(".answer");
      const chosen = form.querySelector("[name=outcome]:checked");
      if (chip && chosen) {
        chip.textContent = chosen.parentElement.textContent.trim();
        chip.className = `chip answer ${chosen.value === "differs" ? "refused" : "done"}`;
      }
      tell();
      flush();
    });
  }
  addEventListener("online", flush);
  setInterval(() => read("outbox", "[]").length && flush(), 10000);
  tell();
  flush();
})();
