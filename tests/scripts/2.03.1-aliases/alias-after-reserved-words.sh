# posix: XCU 2.3.1
# status: 0

alias e='echo alias'
if e cond; then e then; else e else; fi
while e loop; do e body; break; done
{ e group; }
(e subshell)
! e bang
true && e and || e or
e a | cat
for i in 1; do e for; done
case x in x) e case;; esac
