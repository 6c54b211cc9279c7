/** The panel's style sheet. A page can set the variables, `color-scheme` and `height` of the element. */
export const STYLES = `:host{
--bg:var(--smart-poll-background,light-dark(#fff,#11161e));
--text:var(--smart-poll-text,light-dark(#1b2330,#e6ecf5));
--accent:var(--smart-poll-accent,light-dark(#1f5bd8,#6fa5ff));
--late:var(--smart-poll-late,light-dark(#8a5300,#f2b457));
--error:var(--smart-poll-error,light-dark(#bb2029,#ff8c86));
--soft:color-mix(in srgb,var(--text) 5%,var(--bg));
--line:color-mix(in srgb,var(--text) 16%,var(--bg));
--muted:color-mix(in srgb,var(--text) 70%,var(--bg));
color-scheme:light dark;container-type:inline-size;display:flex;flex-direction:column;height:30rem;overflow:hidden;
border:1px solid var(--line);border-radius:12px;background:var(--bg);color:var(--text);
font:13px/1.4 system-ui,sans-serif;font-variant-numeric:tabular-nums}
:host([hidden]),[hidden]{display:none!important}
:focus-visible,.grid:focus-visible [aria-selected=true]{outline:2px solid var(--accent);outline-offset:-2px}
button,input{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:5px 10px}
button{font-weight:600}
button:hover{background:var(--soft)}
:disabled{opacity:.5}
input{flex:0 1 15rem;margin-left:auto}
::placeholder{color:var(--muted)}
header,section{display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px;padding:8px 12px;background:var(--soft)}
section{border-top:1px solid var(--line);max-height:45%;overflow:auto}
p{flex:1 0 100%;margin:0;overflow-wrap:anywhere}
section div{display:flex;gap:6px;margin-left:auto}
.state{font-weight:600}
.state::before{content:'';display:inline-block;width:8px;height:8px;margin-right:7px;border:2px solid;border-radius:50%}
.running::before,.ready::before,.error::before{background:currentColor}
.held::before{border-width:0 3px;border-radius:0}
.muted,.why,.state{color:var(--muted)}
.running{color:var(--accent)}
.ready,.paused,.draining,.late,.wait{color:var(--late)}
.error,.failed{color:var(--error)}
.grid{flex:1;min-height:6rem;overflow:auto}
.top{position:sticky;top:0;z-index:1;background:var(--bg);border:solid var(--line);border-width:1px 0}
.row{display:grid;grid-template-columns:minmax(8rem,2fr) 6.5rem 6.5rem 5.5rem 4.5rem 5rem minmax(10rem,3fr);column-gap:10px;padding:0 12px}
.row>*{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.top button{width:100%;padding:5px 0;border:0;text-align:left;color:var(--muted)}
[aria-sort=ascending]>::after{content:' ▲'}
[aria-sort=descending]>::after{content:' ▼'}
.body{position:relative}
.body>*{position:absolute;inset:0 0 auto;height:52px;align-content:center;border-bottom:1px solid var(--line)}
.body>:hover{background:var(--soft)}
.body>[aria-selected=true]{background:color-mix(in srgb,var(--accent) 14%,var(--bg))}
.key,.top{font-weight:600}
.why{grid-area:2/1/3/5}
.last{grid-area:2/5/3/7;color:var(--error)}
.lane{grid-area:1/7/3/8;align-self:center;color:var(--muted)}
svg{display:block;width:100%;height:28px;background:linear-gradient(90deg,var(--line) 1px,#0000 1px) 0/16.667%}
.top svg{height:14px}
path{fill:currentColor;stroke:currentColor;vector-effect:non-scaling-stroke}
.stage,.turn{color:var(--accent)}
.stage,.failed{fill-opacity:.25}
@container (max-width:46rem){
.row{grid-template-columns:minmax(0,1fr) 6rem 6rem}
.row>:nth-child(n+4):not(.lane){display:none}
.lane{grid-area:2/1/3/4}
.lane svg{height:16px}
input,section div{flex:1 0 100%}
button{min-height:36px}
}`;
