# posix: XCU 2.15 set
# status: 0
run() { (set -e; eval "$1"; echo "not reached: $1"); echo "$?"; }
run 'false'
run '(exit 3)'
run 'x=$(exit 4)'
run '{ false; }'
run 'f() { false; echo no; }; f'
run 'f() { false && true; }; f'
run '(false && true)'
run 'f() { ! true; }; f'
run 'if true; then false; fi'
run 'for i in 1; do false; done'
run 'while :; do false; done'
run 'case a in a) false ;; esac'
run 'true | false'
run 'eval false'
run 'command false'
run 'false & wait $!'
run 'true </nosuch' 2>/dev/null
run '</nosuch' 2>/dev/null
