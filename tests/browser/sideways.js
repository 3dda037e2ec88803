// What scrolls sideways at this width, with the elements that reach past its edge. Sideways scrolling is meant where a rule
// sets overflow-x alone; `overflow: auto` means up and down.
width => {
    const meant = [...document.styleSheets].flatMap(function rules(sheet) {
        return [...sheet.cssRules].flatMap(rule => {
            if (rule.media && !matchMedia(rule.media.mediaText).matches) return [];
            const alone = rule.style && ["auto", "scroll"].includes(rule.style.overflowX) && !rule.style.overflowY;
            return [...(alone ? [rule.selectorText] : []), ...(rule.cssRules ? rules(rule) : [])];
        });
    }).join(",") || ":not(*)";
    const name = element => element.tagName.toLowerCase() + [...element.classList].map(one => "." + one).join("");
    const all = [...document.body.querySelectorAll("*")].filter(element => !element.closest(meant));
    const root = document.scrollingElement;
    const scrollers = all.filter(element => ["auto", "scroll"].includes(getComputedStyle(element).overflowX));
    const wide = scrollers.filter(element => element.scrollWidth > element.clientWidth + 1);
    if (root.scrollWidth > width) wide.unshift(root);
    return wide.map(scroller => {
        const left = scroller === root ? 0 : scroller.getBoundingClientRect().left + scroller.clientLeft;
        const right = scroller === root ? width : left + scroller.clientWidth;
        const past = all.filter(element => scroller.contains(element) && element.getBoundingClientRect().right > right + 1);
        const names = past.slice(0, 8).map(name).join(", ");
        return `${name(scroller)} scrolls sideways, ${scroller.scrollWidth} px in ${scroller.clientWidth}: ${names}`;
    });
}
