# posix: XCU 2.8.1
# status: 0

for c in 'set -o nonsense' 'shift 99' '. /no/such/file' 'readonly r=1; r=2' 'export 1x=1' 'unset -v 1x' ': <nofile' 'eval if' 'return_ok=1; exec 3<nofile'; do
(eval "$c"; echo "no $c") 2>/dev/null || echo "ended $c"
done
