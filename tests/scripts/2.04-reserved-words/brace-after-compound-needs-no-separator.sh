# posix: XCU 2.4
# status: 0

{ { echo a; } }
{ (echo b) }
{ if true; then echo c; fi }
{ while false; do :; done }
{ for i in d; do echo $i; done }
{ case e in e) echo e;; esac }
if { true; } then { echo f; } else echo g; fi
if (true) then (echo h) fi
while (false) do echo i; done
