/** The panel's style sheet. A page sets the variables, `color-scheme` and `height` of the element itself. */
export const STYLES = `:host{
--bg:var(--smart-poll-background,light-dark(#fff,#11161e));
--soft:var(--smart-poll-soft,light-dark(#f4f6fa,#19202b));
--line:var(--smart-poll-line,light-dark(#dfe4ec,#2a3442));
--text:var(--smart-poll-text,light-dark(#1b2330,#e6ecf5));
--muted:var(--smart-poll-muted,light-dark(#566173,#9aa7ba));
--accent:var(--smart-poll-accent,light-dark(#1f5bd8,#6fa5ff));
--late:var(--smart-poll-late,light-dark(#8a5300,#f2b457));
--error:var(--smart-poll-error,light-dark(#bb2029,#ff8c86));
color-scheme:light dark;container-type:inline-size;display:flex;flex-direction:column;height:30rem;overflow:hidden;
border:1px solid var(--line);border-radius:12px;background:var(--bg);color:var(--text);
font:13px/1.4 system-ui,sans-serif;font-variant-numeric:tabular-nums}
:host([hidden]),[hidden]{display:none!important}
*{box-sizing:border-box}
:focus-visible{outline:2px solid var(--accent);outline-offset:-2px}
button,input{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:5px 10px}
button{cursor:pointer;font-weight:600}
button:hover{border-color:var(--muted)}
button:disabled{opacity:.5;cursor:default}
input{flex:0 1 15rem;min-width:8rem;margin-left:auto}
::placeholder{color:var(--muted);opacity:1}
header,footer{display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px;padding:8px 12px;background:var(--soft)}
header{border-bottom:1px solid var(--line)}
footer{border-top:1px solid var(--line);max-height:45%;overflow:auto}
footer p{flex:1 1 100%;margin:0;overflow-wrap:anywhere}
footer b{font-size:14px;overflow-wrap:anywhere}
footer div{display:flex;gap:6px;margin-left:auto}
.muted,.why{color:var(--muted)}
.hidden{position:absolute;clip-path:inset(50%)}
.state::before{content:'';display:inline-block;width:8px;height:8px;margin-right:7px;border-radius:50%;border:2px solid;background:currentColor}
.state{color:var(--muted);font-weight:600;white-space:nowrap}
.running{color:var(--accent)}
.ready,.paused,.draining,.late{color:var(--late)}
.error{color:var(--error)}
.idle::before,.waiting::before,.complete::before{background:none}
.held::before{border-radius:0;border-width:0 3px}
.grid{flex:1;min-height:6rem;overflow:auto;position:relative;contain:strict}
.row{display:grid;grid-template-columns:minmax(8rem,2fr) 6.5rem 6.5rem 5.5rem 4.5rem 5rem minmax(10rem,3fr);column-gap:10px;padding:0 12px}
.row>*{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.head{position:sticky;top:0;z-index:1;background:var(--bg);border-bottom:1px solid var(--line)}
.head button{padding:5px 2px;width:100%;border:0;text-align:left;color:var(--muted)}
.head>:nth-child(7){padding:6px 0;color:var(--muted);font-weight:600}
[aria-sort=ascending]>::after{content:' ▲'}
[aria-sort=descending]>::after{content:' ▼'}
.body{position:relative}
.body>*{position:absolute;inset:0 0 auto;height:52px;align-content:center;border-bottom:1px solid var(--line);cursor:default}
.body>:hover{background:var(--soft)}
.body>[aria-selected=true]{background:color-mix(in srgb,var(--accent) 14%,var(--bg))}
.key{font-weight:600}
.why{grid-area:2/1/3/5}
.last{grid-area:2/5/3/7;color:var(--error)}
.lane{grid-area:1/7/3/8;align-self:center}
svg{display:block;width:100%;height:28px;background:linear-gradient(90deg,var(--line) 1px,#0000 1px) 0/16.667% 100%;border-right:1px solid var(--line)}
path{fill:var(--accent);stroke:currentColor;color:var(--accent);vector-effect:non-scaling-stroke}
.wait{color:var(--late)}
.stage,.failed{fill-opacity:.25}
path.failed{fill:var(--error)}
path.turn{stroke-width:2}
header svg{flex:1 0 100%;height:14px}
@container (max-width:46rem){
.row{grid-template-columns:minmax(0,1fr) 6rem 6rem}
.row>:nth-child(n+4){display:none}
.row>.lane{display:block;grid-area:2/1/3/4}
.lane svg{height:16px}
input{flex:1 1 100%}
footer div{margin-left:0}
button{min-height:36px}
}`;
