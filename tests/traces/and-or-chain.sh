true && false || echo third && echo fourth
false && echo skipped
