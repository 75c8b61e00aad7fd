// Rules that something breaks, each with whom and what.
import { h, many } from "./words.js";

export function rules(found) {
  return found.map((rule) => h("div", { class: "rule" },
    h("p", {}, h("strong", {}, rule.statement), rule.rule ? ` (${rule.rule})` : ""),
    rule.texts.length ? h("ul", {}, rule.texts.map((text) => h("li", {}, text)), rule.more ? h("li", {}, `et ${many(rule.more, "autre")}`) : null) : null));
}
