import { nearestName } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';

/** Colours are written into pages unescaped, so only these forms are allowed. Fault: unknown-color. */
export function lintColors({ site, findings }: LintInput): void {
  for (const { text, at } of site.page.colors) {
    if (HEX.test(text) || CSS_COLOR_NAMES.has(text.toLowerCase())) continue;
    const nearest = nearestName(text, CSS_COLOR_NAMES);
    const hint = nearest === undefined ? FORMS : `did you mean "${nearest}"?`;
    findings.add({ code: 'unknown-color', at: at.value, message: `Unknown colour "${text}"`, hint });
  }
}

const FORMS = 'use a CSS colour name, or #rgb, #rgba, #rrggbb, #rrggbbaa';
/** CSS Color 4 §5.2. */
const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** The colours with a name (CSS Color 4 §6.1), in lower case. */
const CSS_COLOR_NAMES: ReadonlySet<string> = new Set(
  `aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
  cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
  darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
  darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
  firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
  hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
  lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
  lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
  mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
  midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
  palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
  rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue
  slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow
  yellowgreen`.split(/\s+/),
);
