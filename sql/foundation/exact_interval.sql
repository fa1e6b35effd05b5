-- Time is UTC: a duration has one length, whatever zone the session keeps. Added to a moment, '1
-- day' lasts 23 to 25 hours where summer time begins or ends, and a month forward and a month back
-- do not meet; so every duration that is chosen is read as hours.
-- A duration in hours, minutes and seconds: a day is 24 hours, a month 30 days, a year 365.25 days.
create or replace function amity_private.exact_interval(duration interval) returns interval
language sql immutable parallel safe  -- inlined
return make_interval(secs => extract(epoch from duration)::double precision);

grant execute on function amity_private.exact_interval(interval) to service_role;
