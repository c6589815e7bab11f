# posix: XCU 2.12
# status: 143

# A signal that cuts `wait` short has its trap, although `set -e` ends the shell for the status of `wait`.
set -e
trap 'echo trapped' TERM
(sleep 0.2; kill -TERM $$; sleep 0.2) &
wait $!
echo not reached
