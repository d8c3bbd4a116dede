-- The sixteen achievements that a new installation starts with. Their points are hundredths.

-- Nodes cancel statements after 10 s. A migration that may take longer, or wait for a lock, lifts that for itself.
set local statement_timeout = 0;

insert into achievement (id, name, description, badge_type, rarity, points, criteria) values
  ('first-steps',      'First Steps',      'Complete your first problem',                     'first_completion', 'common',     1000, '{"type":"completions","threshold":1}'),
  ('warming-up',       'Warming Up',       'Complete 5 problems',                             'completions',      'common',     2000, '{"type":"completions","threshold":5}'),
  ('problem-solver',   'Problem Solver',   'Complete 25 problems',                            'completions',      'uncommon',   5000, '{"type":"completions","threshold":25}'),
  ('centurion',        'Centurion',        'Complete 100 problems',                           'completions',      'epic',      20000, '{"type":"completions","threshold":100}'),
  ('bullseye',         'Bullseye',         'Reach the full score of a problem',               'perfect_score',    'common',     1000, '{"type":"perfect_scores","threshold":1}'),
  ('sharpshooter',     'Sharpshooter',     'Reach the full score of 10 problems',             'perfect_score',    'uncommon',   5000, '{"type":"perfect_scores","threshold":10}'),
  ('flawless',         'Flawless',         'Reach the full score of 50 problems',             'perfect_score',    'epic',      15000, '{"type":"perfect_scores","threshold":50}'),
  ('first-try',        'First Try',        'Complete a problem at the first attempt',         'first_attempt',    'common',     1000, '{"type":"first_attempt_solves","threshold":1}'),
  ('natural',          'Natural',          'Complete 10 problems at the first attempt',       'first_attempt',    'rare',       7500, '{"type":"first_attempt_solves","threshold":10}'),
  ('on-a-roll',        'On a Roll',        'Complete a problem on 3 days in a row',           'streak',           'common',     2000, '{"type":"streak","threshold":3}'),
  ('week-of-work',     'Week of Work',     'Complete a problem on 7 days in a row',           'streak',           'uncommon',   5000, '{"type":"streak","threshold":7}'),
  ('unstoppable',      'Unstoppable',      'Complete a problem on 30 days in a row',          'streak',           'epic',      25000, '{"type":"streak","threshold":30}'),
  ('evergreen',        'Evergreen',        'Complete a problem on 100 days in a row',         'streak',           'legendary', 50000, '{"type":"streak","threshold":100}'),
  ('point-collector',  'Point Collector',  'Collect 500 points',                              'points',           'uncommon',   2500, '{"type":"points","threshold":500}'),
  ('high-flyer',       'High Flyer',       'Collect 2,500 points',                            'points',           'rare',      10000, '{"type":"points","threshold":2500}'),
  ('hall-of-fame',     'Hall of Fame',     'Collect 10,000 points',                           'points',           'legendary', 50000, '{"type":"points","threshold":10000}');
