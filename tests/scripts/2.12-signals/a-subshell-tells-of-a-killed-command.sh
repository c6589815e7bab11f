# posix: XCU 2.12
# status: 0
( sh -c 'kill -TERM $$'; echo "$?" ) 2>err
test -s err && echo "told"
{ sh -c 'kill -KILL $$'; echo "$?"; } 2>err &
wait "$!"
test -s err && echo "told"
( sh -c 'kill -PIPE $$'; echo "$?" ) 2>err
test -s err || echo "not worth a word"
