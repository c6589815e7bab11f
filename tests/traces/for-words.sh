list='a b'
for word in $list 'c d' *.none; do echo "$word"; done
for nothing in; do echo never; done
