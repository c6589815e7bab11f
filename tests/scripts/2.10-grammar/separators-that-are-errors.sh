# posix: XCU 2.10
# status: 0

for s in ';' '&' '&&' '||' '|' '; ;' 'true ; ;' 'true & ;' 'true && ;' '| true' '( )' '{ }' 'if ; then :; fi' 'while do :; done' 'for in a; do :; done' 'for 1 in a; do :; done' 'case in esac' 'f( { :; }' 'true )' 'true }; }' 'fi' 'done' '>' '< ;' '! ;'; do
(eval "$s"; echo "no $s") 2>/dev/null || echo "error $s"
done
