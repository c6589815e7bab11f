# posix: XCU 3 printf
# status: 0
printf '%f %e %g %E %G\n' 1.5 1.5 1.5 1.5 1.5
printf '%g %g %g %g\n' 100000 1000000 0.0001 0.00001
printf '%a %A %.2a\n' 1 0.5 3.14
printf '%5.1f|%05.1f|%-8.2e|%+.0f|\n' 1.25 1.25 1.25 2
printf '%f %f %f\n' inf nan -inf
printf '%#.0f %#.3g\n' 1 1
