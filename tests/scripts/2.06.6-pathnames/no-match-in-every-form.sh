# posix: XCU 2.6.6
# status: 0

echo *.none no?ne [xyz]q none/* "*"none
x='*.none'; echo $x
for i in *.none; do echo $i; done
