# posix: XCU 2.11
# status: 0

g=$(ps -o pgid= -p $$)
(h=$(ps -o pgid= -p $$); [ $g = $h ] && echo same)
set +m; sh -c 'ps -o pgid= -p $$' >f & wait; [ $g = $(cat f) ] && echo same
