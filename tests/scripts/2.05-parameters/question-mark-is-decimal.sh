# posix: XCU 2.5.2
# status: 0

(exit 7); echo $? ${?} "$?"
(exit 0); echo ${?#0}x
false; x=$?; echo $x
(exit 12); echo ${#?}
