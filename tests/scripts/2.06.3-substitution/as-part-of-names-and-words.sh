# posix: XCU 2.6.3
# status: 0

p=ec
"$(echo $p)ho" built
$(echo echo) from substitution
$(echo echo a; echo b)
x=y$(echo z); echo $x
