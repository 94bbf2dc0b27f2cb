import {surplusRuns} from './surplus-task.js'
import {answerTasks} from './threads-worker.js'

answerTasks(surplusRuns)
