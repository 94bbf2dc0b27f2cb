import {sweepTask} from './sweep-task.js'
import {answerTasks} from './threads-worker.js'

answerTasks(sweepTask())
