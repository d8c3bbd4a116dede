-- The sixteen achievements that a new installation starts with.

-- Nodes cancel statements after 10 s. A migration that may take longer, or wait for a lock, lifts that for itself.
set local statement_timeout = 0;

insert into achievement (id, name, description, badge_type, rarity, points, criterion, threshold) values
  ('first-steps',      'First Steps',      'Complete your first problem',                     'first_completion', 'common',     10, 'completions',            1),
  ('warming-up',       'Warming Up',       'Complete 5 problems',                             'completions',      'common',     20, 'completions',            5),
  ('problem-solver',   'Problem Solver',   'Complete 25 problems',                            'completions',      'uncommon',   50, 'completions',           25),
  ('centurion',        'Centurion',        'Complete 100 problems',                           'completions',      'epic',      200, 'completions',          100),
  ('bullseye',         'Bullseye',         'Reach the full score of a problem',               'perfect_score',    'common',     10, 'perfect_scores',         1),
  ('sharpshooter',     'Sharpshooter',     'Reach the full score of 10 problems',             'perfect_score',    'uncommon',   50, 'perfect_scores',        10),
  ('flawless',         'Flawless',         'Reach the full score of 50 problems',             'perfect_score',    'epic',      150, 'perfect_scores',        50),
  ('first-try',        'First Try',        'Complete a problem at the first attempt',         'first_attempt',    'common',     10, 'first_attempt_solves',   1),
  ('natural',          'Natural',          'Complete 10 problems at the first attempt',       'first_attempt',    'rare',       75, 'first_attempt_solves',  10),
  ('on-a-roll',        'On a Roll',        'Complete a problem on 3 days in a row',           'streak',           'common',     20, 'streak',                 3),
  ('week-of-work',     'Week of Work',     'Complete a problem on 7 days in a row',           'streak',           'uncommon',   50, 'streak',                 7),
  ('unstoppable',      'Unstoppable',      'Complete a problem on 30 days in a row',          'streak',           'epic',      250, 'streak',                30),
  ('evergreen',        'Evergreen',        'Complete a problem on 100 days in a row',         'streak',           'legendary', 500, 'streak',               100),
  ('point-collector',  'Point Collector',  'Collect 500 points',                              'points',           'uncommon',   25, 'points',               500),
  ('high-flyer',       'High Flyer',       'Collect 2,500 points',                            'points',           'rare',      100, 'points',              2500),
  ('hall-of-fame',     'Hall of Fame',     'Collect 10,000 points',                           'points',           'legendary', 500, 'points',             10000);
