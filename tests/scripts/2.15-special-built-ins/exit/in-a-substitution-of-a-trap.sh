# posix: XCU 2.15 exit
# status: 3

# Without an operand it is the status before the trap, in the trap's substitutions too.
trap 'true; x=$(exit); echo $?; x=$(false; exit); echo $?' EXIT
(exit 3)
