/** Entry of the window: styles, words, the parts that listen, then the frame. */
import '@mantine/core/styles.css'
import './style/base.css'
import './style/frame.css'
import './style/parts.css'
import './style/tables.css'
import './style/tools.css'
import './style/pages.css'
import './style/dialog.css'
import './style/budget.css'
import './style/connections.css'
import './style/loop.css'
import './style/rounds.css'
import './style/flow.css'
import './style/looks.css'
import './style/court.css'
import './style/settings.css'
import 'uplot/dist/uPlot.min.css'
import './style/train.css'
import './style/wizard.css'
import './style/prompts.css'
import './style/first-run.css'
import './style/narrow.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './frame/app.tsx'
import { listenToEngine } from './frame/listen.ts'
import { startWords } from './words/start.ts'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the window')

void startWords().then(() => {
  listenToEngine()
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
})
