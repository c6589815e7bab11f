# posix: XCU 2.4
# status: 0

if=1 then=2 case=3 in=4 do=5
echo $if $then ${case} ${in} $do
for for in a b; do echo $for; done
for in in c; do echo $in; done
for do in d; do echo $do; done
