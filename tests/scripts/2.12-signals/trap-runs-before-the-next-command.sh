# posix: XCU 2.12
# status: 5

# A trap comes before the next command, wherever that stands: in an AND-OR list, behind a substitution, in a case.
trap 'echo got' USR1
kill -USR1 $$ && echo and
sh -c "kill -USR1 $$; exit 1" || echo or
! sh -c "kill -USR1 $$; exit 1" && echo not
x=$(kill -USR1 $$) && echo assigned "$?"
case $(kill -USR1 $$) in *) echo case ;; esac
for i in $(kill -USR1 $$; echo 1); do echo for $i; done
if kill -USR1 $$; then echo if; fi
f() { echo function; }
kill -USR1 $$ && f
kill -USR1 $$ && (echo subshell)
kill -USR1 $$ && { echo group; }
(exit 3); kill -USR1 $$; echo status $?
trap 'echo got; exit 5' USR1
kill -USR1 $$ && echo never
