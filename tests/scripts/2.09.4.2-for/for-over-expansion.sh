# posix: XCU 2.9.4.2
# status: 0

list='a b c'
for i in $list; do printf '%s.' $i; done; echo
for i in "$list"; do printf '%s.' "$i"; done; echo
touch f1 f2
for i in f*; do echo $i; done
