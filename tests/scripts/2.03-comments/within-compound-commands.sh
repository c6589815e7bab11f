# posix: XCU 2.3
# status: 0

if # cond
true # more
then # yes
echo yes # done
fi # end
for i in a b # list
# here
do # body
echo $i
done # end
case x # word
in # items
# before
x) # pattern
echo x # body
;; # next
# after
esac
f() # name
# between
{ echo f; } # end
f
